module example.com/wg_waits

go 1.26
