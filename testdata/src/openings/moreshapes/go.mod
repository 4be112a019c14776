module example.com/moreshapes

go 1.26
