module example.com/chan_local

go 1.26
