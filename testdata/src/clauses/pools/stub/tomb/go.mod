module gopkg.in/tomb.v2

go 1.23
