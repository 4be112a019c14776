package helper

import "context"

func hiddenImports(context context.Context, task int) {
	go work(task) // want `raw-go`
}

func mixed() {
	go work(1) // want `raw-go`
	go work(2) // want `raw-go`
}
