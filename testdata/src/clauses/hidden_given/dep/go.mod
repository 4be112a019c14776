module example.com/dep

go 1.26.0

require example.com/dep2 v0.0.0
