package helper

func noImports() {
	go work(1) // want `raw-go`
}
