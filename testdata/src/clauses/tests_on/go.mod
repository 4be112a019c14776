module example.com/tests_on

go 1.26
