module example.com/wg_more

go 1.26
