module example.com/config_generic

go 1.26
