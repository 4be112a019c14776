module github.com/tetherlint/tether/tracked

go 1.23
