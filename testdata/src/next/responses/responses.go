// Package responses: Go 1.27's client drains a body that is closed. Who does not close
// it leaks it as ever.
package responses

import (
	"io"
	"net/http"
)

func unclosed(url string) (int, error) {
	resp, err := http.Get(url) // want `unclosed/leak`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// drained is read to its end and not closed, which is not enough.
func drained(url string) error {
	resp, err := http.Get(url) // want `unclosed/leak`
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// undrained is closed without being read, which is.
func undrained(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}
