module example.com/accept_joined

go 1.26
