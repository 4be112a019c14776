module example.com/types_more

go 1.26
