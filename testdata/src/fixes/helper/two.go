package helper

import "fmt"
import "example.com/fixes/other"

func twoImports() {
	go other.Do()     // want `raw-go`
	go fmt.Println(1) // want `raw-go`
}
