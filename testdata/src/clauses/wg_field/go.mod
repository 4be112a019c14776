module example.com/wg_field

go 1.26
