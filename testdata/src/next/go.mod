module example.com/next

go 1.27
