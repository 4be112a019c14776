module example.com/tests_off

go 1.26
