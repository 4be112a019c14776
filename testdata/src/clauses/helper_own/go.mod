module example.com/helper_own

go 1.26
