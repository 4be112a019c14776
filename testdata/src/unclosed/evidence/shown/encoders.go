package shown

import "io"

type encoding interface {
	Over(w io.Writer) io.WriteCloser
}

// What encodes over a writer that it is given has nothing but what it has not written yet,
// which nobody misses where the function fails.
func encode(e encoding, w io.Writer, b []byte) error {
	enc := e.Over(w)
	if _, err := enc.Write(b); err != nil {
		return err
	}
	return enc.Close()
}
