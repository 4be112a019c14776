module example.com/launched_values

go 1.26
