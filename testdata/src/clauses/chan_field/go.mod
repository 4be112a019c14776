module example.com/chan_field

go 1.26
