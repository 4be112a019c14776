// Package below has what another package only forwards, and what it can be seen to keep.
package below

import "io"

// A Store is somebody else's.
type Store interface {
	Reader(ref string) (io.ReadCloser, error)
}

// A Retry tries again.
type Retry struct {
	next Store
	last io.ReadCloser
}

// Reader forwards.
func (r *Retry) Reader(ref string) (io.ReadCloser, error) {
	rc, err := r.next.Reader(ref)
	for i := 0; err != nil && i < 3; i++ {
		rc, err = r.next.Reader(ref)
	}
	return rc, err
}

// Last is a getter that can be seen.
func (r *Retry) Last() (io.ReadCloser, error) { return r.last, nil }

// Cached keeps what it gives.
func (r *Retry) Cached(ref string) (io.ReadCloser, error) {
	rc, err := r.next.Reader(ref)
	if err != nil {
		return nil, err
	}
	r.last = rc
	return rc, nil
}
