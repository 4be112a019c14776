module example.com/bound_callees

go 1.26
