// Package helper has launches that become calls of a configured helper.
package helper

func work(...any) {}

func redefined() {
	error := "error"
	go work(error) // want `no safe fix: error has another meaning here .untracked/raw-go.`
}

func nilHidden() {
	go func() { // want `raw-go`
		nil := 0
		if nil == 0 {
			return
		}
		work(nil)
	}()
}
