module example.com/codebase

go 1.26.0
