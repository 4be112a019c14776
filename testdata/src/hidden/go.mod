module example.com/hidden

go 1.26.0

require example.com/hidden/dep v0.0.0

replace example.com/hidden/dep => ./dep
