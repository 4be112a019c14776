package rows

// standard is the standard library.
func standard() []Resource {
	return group(
		onlyRead(openers(closes, "os.Open", "os.OpenRoot", "(*os.Root).Open", "(*os.Root).OpenRoot", "archive/zip.OpenReader")),
		written(openers(closes, "os.Create", "os.CreateTemp", "io/ioutil.TempFile", "(*os.Root).Create")),
		with(openers(closes, "os.OpenFile", "(*os.Root).OpenFile"), func(r *Resource) { r.Flags = 2 }),
		openers(closes, "os.OpenInRoot", "os.NewFile",
			"(io/fs.FS).Open", "(net/http.FileSystem).Open", "(net/http.Dir).Open"),
		openers([]string{"Release", "Wait"}, "os.StartProcess", "os.FindProcess"),
		openers(closes, "net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUDP", "net.DialUnix", "net.DialIP",
			"(*net.Dialer).Dial", "(*net.Dialer).DialContext", "(*net.Dialer).DialTCP", "(*net.Dialer).DialUDP",
			"(*net.Dialer).DialIP", "(*net.Dialer).DialUnix",
			"net.Listen", "net.ListenTCP", "net.ListenUnix", "net.ListenPacket", "net.ListenUDP", "net.ListenIP",
			"net.ListenUnixgram", "net.ListenMulticastUDP", "(*net.ListenConfig).Listen", "(*net.ListenConfig).ListenPacket",
			"(net.Listener).Accept", "(*net.TCPListener).Accept", "(*net.TCPListener).AcceptTCP",
			"(*net.UnixListener).Accept", "(*net.UnixListener).AcceptUnix",
			"net.FileConn", "net.FileListener", "net.FilePacketConn", "(*net.TCPListener).File", "(*net.UnixListener).File",
			"(*net.conn).File", // of each conn
			"(net/http.Hijacker).Hijack", "(*net/http.ResponseController).Hijack",
			"crypto/tls.Dial", "crypto/tls.DialWithDialer", "(*crypto/tls.Dialer).Dial", "(*crypto/tls.Dialer).DialContext",
			"crypto/tls.Listen", "net/rpc.Dial", "net/rpc.DialHTTP", "net/rpc.DialHTTPPath", "net/rpc/jsonrpc.Dial",
			"net/textproto.Dial"),
		openers([]string{"Close", "Quit"}, "net/smtp.Dial"),
		both(Resource{Open: "os.Pipe", Release: closes, Signals: true}),
		both(Resource{Open: "net.Pipe", Release: closes, Signals: true}),
		// A reader that is dropped makes writes fail; only the writer is owed.
		one(Resource{Open: "io.Pipe", Results: []int{1}, Release: []string{"Close", "CloseWithError"}, Signals: true}),

		with(bodies("net/http.Head", "(*net/http.Client).Head"), func(r *Resource) { r.Empty = true }),
		bodies("net/http.Get", "net/http.Post", "net/http.PostForm", "net/http.ReadResponse",
			"(*net/http.Client).Get", "(*net/http.Client).Post", "(*net/http.Client).PostForm",
			"(*net/http.Client).Do"),
		openers(closes, "net/http/httptest.NewServer", "net/http/httptest.NewTLSServer", "net/http/httptest.NewUnstartedServer",
			"(*net/http.Request).FormFile", "(*mime/multipart.FileHeader).Open"),

		clients(openers(closes, "database/sql.Open", "database/sql.OpenDB")),
		endedBy(endsTx, rows("(*database/sql.Tx).Query", "(*database/sql.Tx).QueryContext")),
		rows("(*database/sql.DB).Query", "(*database/sql.DB).QueryContext", "(*database/sql.Stmt).Query", "(*database/sql.Stmt).QueryContext",
			"(*database/sql.Conn).QueryContext"),
		openers(closes, "(*database/sql.DB).Prepare", "(*database/sql.DB).PrepareContext",
			"(*database/sql.Conn).PrepareContext", "(*database/sql.DB).Conn"),
		openers(endsTx, "(*database/sql.DB).Begin", "(*database/sql.DB).BeginTx", "(*database/sql.Conn).BeginTx"),

		with(second(called, "context.WithCancel", "context.WithCancelCause"), func(r *Resource) { r.Cancels = true }),
		with(second(called, "context.WithTimeout", "context.WithDeadline", "context.WithTimeoutCause", "context.WithDeadlineCause"),
			func(r *Resource) { r.Cancels, r.Timed = true, true }),
		second(called, "os/signal.NotifyContext"),
		one(Resource{Open: "iter.Pull", Results: []int{1}, Release: called, Drained: 1}),
		one(Resource{Open: "iter.Pull2", Results: []int{1}, Release: called, Drained: 1}),
		second(ends, "runtime/trace.NewTask"),
		openers(ends, "runtime/trace.StartRegion"),
		one(Resource{Open: "time.NewTicker", Release: stops, Until: "go1.23"}),
		one(Resource{Open: "time.NewTimer", Release: stops, EndedBy: "C", Until: "go1.23"}),

		openers(closes, "(*archive/zip.File).Open", "(*archive/zip.Reader).Open",
			"debug/elf.Open", "debug/macho.Open", "debug/macho.OpenFat", "debug/pe.Open", "debug/plan9obj.Open"),
		buffers(closes, "compress/gzip.NewWriter", "compress/gzip.NewWriterLevel", "compress/zlib.NewWriter",
			"compress/zlib.NewWriterLevel", "compress/zlib.NewWriterLevelDict", "compress/flate.NewWriter",
			"compress/flate.NewWriterDict", "compress/lzw.NewWriter", "archive/zip.NewWriter",
			"mime/multipart.NewWriter", "mime/quotedprintable.NewWriter", "encoding/base64.NewEncoder",
			"encoding/base32.NewEncoder", "encoding/ascii85.NewEncoder", "encoding/hex.Dumper",
			"(*net/smtp.Client).Data"),
		// What is written goes through at once: Flush leaves out the end of the archive,
		// which readers do without.
		buffers([]string{"Close", "Flush"}, "archive/tar.NewWriter"),
		endedBy([]string{"DotWriter", "PrintfLine"}, buffers(closes, "(*net/textproto.Writer).DotWriter")),
		buffers(flushes, "bufio.NewWriter", "bufio.NewWriterSize", "text/tabwriter.NewWriter"),
		buffers([]string{"Flush", "WriteAll"}, "encoding/csv.NewWriter"),
	)
}
