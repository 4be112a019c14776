module example.com/hidden/dep

go 1.26.0
