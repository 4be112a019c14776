module example.com/bound_chan

go 1.26
