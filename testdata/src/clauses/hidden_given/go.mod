module example.com/hidden_given

go 1.26.0

require (
	example.com/dep v1.2.0
	example.com/dep2 v0.0.0
)

replace example.com/dep => ./dep

replace example.com/dep2 => ./dep2
