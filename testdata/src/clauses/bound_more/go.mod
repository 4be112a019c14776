module example.com/bound_more

go 1.26
