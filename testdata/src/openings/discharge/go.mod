module example.com/discharge

go 1.26
