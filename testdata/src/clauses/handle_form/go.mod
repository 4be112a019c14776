module example.com/handle_form

go 1.26.0

require github.com/tetherlint/tether/tracked v0.0.0

replace github.com/tetherlint/tether/tracked => ./stub/tracked
