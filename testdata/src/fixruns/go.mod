module example.com/fixruns

go 1.26.0
