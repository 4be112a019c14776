package unreleased

import (
	"log"
	"net"
	"net/http"
)

// A hijacked is closed by who has made it, by another name and on the only way out: what an if asks
// is asked on every path.
type hijacked struct{ conn net.Conn }

func handle(w http.ResponseWriter, serve func(*hijacked)) {
	var con net.Conn
	if hj, ok := w.(http.Hijacker); ok {
		conn, _, err := hj.Hijack()
		if err != nil {
			return
		}
		defer func() {
			if err := conn.Close(); err != nil {
				log.Print(err)
			}
		}()
		con = conn
	}
	serve(&hijacked{conn: con})
}

func (h *hijacked) Close() error { return nil }

// A given up is closed only where something has failed: that is no release.
type givenUp struct{ conn net.Conn }

func dial(addr string) (g *givenUp, err error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && conn.Close() != nil {
			log.Print("close")
		}
	}()
	if _, err = conn.Write(nil); err != nil {
		return nil, err
	}
	return &givenUp{conn: conn}, nil
}

func (g *givenUp) Close() error { return nil } // want `does not close g\.conn`

// So is one in the branch of another check.
type branched struct{ conn net.Conn }

func dialBranched(addr string) (b *branched, err error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			if e := conn.Close(); e != nil {
				log.Print(e)
			}
		}
	}()
	if _, err = conn.Write(nil); err != nil {
		return nil, err
	}
	return &branched{conn: conn}, nil
}

func (b *branched) Close() error { return nil } // want `does not close b\.conn`
