module example.com/noreturn

go 1.26
