module example.com/joined_more

go 1.26
