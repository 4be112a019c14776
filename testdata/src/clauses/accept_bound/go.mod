module example.com/accept_bound

go 1.26
