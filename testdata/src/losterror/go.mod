module example.com/losterror

go 1.26.0
