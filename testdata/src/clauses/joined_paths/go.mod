module example.com/joined_paths

go 1.26
