// Package tests has what Go 1.27 brought for tests. It is no test file, so that it is
// reported on.
package tests

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// testServer is closed by the test.
func testServer(t *testing.T) string {
	s := httptest.NewTestServer(t, http.NotFoundHandler())
	return s.URL
}

func closedToo(t *testing.T) string {
	s := httptest.NewTestServer(t, nil)
	defer s.Close()
	return s.URL
}

// server is not.
func server(t *testing.T) string {
	s := httptest.NewServer(nil) // want `unclosed/leak`
	return s.URL
}
