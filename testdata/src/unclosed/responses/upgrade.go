package responses

import (
	"errors"
	"net/http"
)

// Upgrade has the connection from then on, which is the body.
func Upgrade(url string) (*http.Response, int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, 0, err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		resp.Body.Close()
		return nil, resp.StatusCode, errors.New("no upgrade")
	}
	return nil, resp.StatusCode, nil
}

// Refused asks for another status.
func Refused(url string) (int, error) {
	resp, err := http.Get(url) // want `resp opened by http\.Get is not closed when Refused returns`
	if err != nil {
		return 0, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return resp.StatusCode, errors.New("refused")
	}
	return resp.StatusCode, nil
}
