package helper

import "fmt"

func oneImport() {
	go fmt.Println(1) // want `raw-go`
}
