package style

import (
	"errors"
	"net"
)

type layer struct {
	addr net.Addr
	l    *net.TCPListener
}

func (l *layer) Addr() net.Addr { return l.addr }
func (l *layer) Close() error   { return l.l.Close() }

type transport struct{ l *layer }

// Asked is told by a field of what its holder gives whether the address is of use, and hands
// the listener over where it is: that path counts, though the field might say of the listener
// that there is none.
func Asked(bind string, addr net.Addr, make func(*layer) *transport) (*transport, error) {
	list, err := net.Listen("tcp", bind)
	if err != nil {
		return nil, err
	}
	stream := &layer{addr: addr, l: list.(*net.TCPListener)}
	tcp, ok := stream.Addr().(*net.TCPAddr)
	if !ok {
		_ = list.Close()
		return nil, errors.New("not TCP")
	}
	if tcp.IP == nil {
		_ = list.Close()
		return nil, errors.New("no address")
	}
	t := make(stream)
	return t, nil
}
