package helper

import "example.com/fixes/other" // beside

func lastImport() {
	go other.Do() // want `raw-go`
}
