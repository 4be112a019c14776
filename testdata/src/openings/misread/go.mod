module example.com/misread

go 1.26
