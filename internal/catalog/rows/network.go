package rows

// network is what talks to another process by a protocol of its own, and what
// watches.
func network() []Resource {
	return group(
		in("google.golang.org/grpc",
			clients(openers(closes, "NewClient", "Dial", "DialContext"))),
		// The response beside a websocket is for the handshake's headers: its body
		// need not be closed.
		in("github.com/gorilla/websocket",
			openers(closes, "(*Dialer).Dial", "(*Dialer).DialContext", "NewClient", "(*Upgrader).Upgrade", "Upgrade"),
			endedBy([]string{"Close", "NextWriter", "WriteMessage", "WriteJSON"}, buffers(closes, "(*Conn).NextWriter"))), // Close sends the last frame
		in("github.com/coder/websocket", coder()),
		in("nhooyr.io/websocket", coder()), // its name until 2024
		in("golang.org/x/crypto/ssh",
			openers(closes, "Dial"),
			endedBy(closes, openers(closes, "(*Client).NewSession", "(*Client).Dial", "(*Client).DialContext", "(*Client).DialTCP",
				"(*Client).Listen", "(*Client).ListenTCP", "(*Client).ListenUnix"))),
		in("golang.org/x/net/proxy", // a connection of its own for each call, as of net.Dialer
			openers(closes, "Dial", "(Dialer).Dial", "(ContextDialer).DialContext")),
		in("go.etcd.io/etcd/client/v3",
			clients(openers(closes, "New", "NewFromURL", "NewFromURLs")),
			openers(closes, "(Maintenance).Snapshot")), // a watch ends with its context
		in("go.etcd.io/etcd/client/v3/concurrency",
			// Done says that the lease is gone, and all else with it.
			with(openers([]string{"Close", "Orphan"}, "NewSession"), func(r *Resource) { r.EndedBy = "Done" })),
		// A file ends with its client. The client ends with the connection that it was
		// made over, which whoever has dialled owes.
		in("github.com/pkg/sftp",
			endedBy(closes, openers(closes, "(*Client).Open", "(*Client).OpenFile", "(*Client).Create"))),
		in("github.com/containerd/fifo",
			openers(closes, "OpenFifo", "OpenFifoDup2")),
		in("github.com/fsnotify/fsnotify",
			openers(closes, "NewWatcher", "NewBufferedWatcher")),
		in("github.com/go-ldap/ldap/v3",
			openers([]string{"Close", "Unbind"}, "Dial", "DialTLS", "DialURL")),
		// What has not been sent yet is lost with a provider.
		in("go.opentelemetry.io/otel/sdk/trace",
			clients(openers(shutdown, "NewTracerProvider"))),
		in("go.opentelemetry.io/otel/sdk/metric",
			clients(openers(shutdown, "NewMeterProvider"))),
		in("go.opencensus.io/trace",
			with(second(ends, "StartSpan", "StartSpanWithRemoteParent"), func(r *Resource) { r.Carry = []int{0} })),
		// Whoever has the context can end the span.
		in("go.opentelemetry.io/otel/trace",
			with(second(ends, "(Tracer).Start"), func(r *Resource) { r.Carry = []int{0} })),
	)
}

func coder() []Resource {
	left := []string{"CloseNow", "Close"}
	return group(
		openers(left, "Dial", "Accept"),
		endedBy(left, buffers(closes, "(*Conn).Writer")),
	)
}
