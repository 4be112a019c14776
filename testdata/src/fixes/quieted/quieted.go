// Package quieted is quiet on some lines for golangci-lint.
package quieted

type conn struct{ name string }

func (c *conn) serve(name string) error { return nil }

func (c *conn) close() {}

type server struct {
	conn  *conn
	ready chan bool
}

// What is dropped by _ = needs nothing to be quiet on errors, all else keeps it above what it is about.
func (s *server) start(other *conn) {
	//nolint:errcheck
	go s.conn.serve("first") // want `raw-go`

	// Serve the second, too.
	//nolint:errcheck // it says so itself
	go other.serve("second") // want `raw-go`

	//nolint:gosec,errcheck
	go other.serve("third") // want `raw-go`

	//nolint:gosec
	go func() { // want `raw-go`
		other.close()
	}()

	//nolint:gosec
	go s.conn.close() // want `raw-go`

	s.conn = nil
	go other.serve("fourth") //nolint:errcheck // want `raw-go`
}
