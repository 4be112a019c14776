// Package catalog is what tether knows from the start of the standard library
// and of popular modules, as data: what opens a resource and what releases it,
// what a function does with what it is given, what never returns, and which
// helpers are approved ways to launch.
//
// A new resource is a new row in one of the tables, and nothing else.
package catalog

import "sync"

// A Resource is one way to acquire something that must be released.
type Resource struct {
	Open    string   // the function, as (*types.Func).FullName spells it
	Results []int    // the results that are the resource; nil means the first
	Field   string   // the resource is this field of the result
	Release []string // methods, any of which releases; "()" where the result itself is called
	Ends    []string // methods whose false result says that it has ended by itself
	EndedBy string   // a receive from this field says so too
	Maker   []string // methods of the receiver of Open that end it too
	Drained int      // 1 + the result that is a function whose false result says that it has ended
	Flush   bool     // only buffers: data is lost unless it is released
	Signals bool     // the release is a message, as the end of a pipe is to its reader
	Process bool     // often made for the life of the process: no acquisition in main.main
	Until   string   // needs a release only where the module's Go version is below this
}

// Release sets that many rows share.
var (
	closes    = []string{"Close"}
	flushes   = []string{"Flush"}
	called    = []string{"()"}
	endsTx    = []string{"Commit", "Rollback"}
	ends      = []string{"End"}
	stops     = []string{"Stop"}
	pipeEnds  = []string{"Close", "CloseWithError"}
	untilDone = []string{"Next"}
)

// stdResources are the openers of the standard library. It is a function, since
// go vet starts the tool once for each package, and most do not need it.
func stdResources() []Resource {
	return group(
		openers(closes, "os.Open", "os.OpenFile", "os.Create", "os.CreateTemp", "os.OpenInRoot", "os.OpenRoot", "os.NewFile",
			"(*os.Root).Open", "(*os.Root).Create", "(*os.Root).OpenFile", "(*os.Root).OpenRoot",
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
			"(*net.conn).File", "(*net.TCPConn).File", "(*net.UDPConn).File", "(*net.UnixConn).File", "(*net.IPConn).File",
			"crypto/tls.Dial", "crypto/tls.DialWithDialer", "(*crypto/tls.Dialer).Dial", "(*crypto/tls.Dialer).DialContext",
			"crypto/tls.Listen", "net/rpc.Dial", "net/rpc.DialHTTP", "net/rpc.DialHTTPPath", "net/rpc/jsonrpc.Dial",
			"net/textproto.Dial"),
		openers([]string{"Close", "Quit"}, "net/smtp.Dial"),
		both(Resource{Open: "os.Pipe", Release: closes, Signals: true}),
		both(Resource{Open: "net.Pipe", Release: closes, Signals: true}),
		// A reader that is dropped makes writes fail; only the writer is owed.
		one(Resource{Open: "io.Pipe", Results: []int{1}, Release: pipeEnds, Signals: true}),

		bodies("net/http.Get", "net/http.Head", "net/http.Post", "net/http.PostForm", "net/http.ReadResponse",
			"(*net/http.Client).Get", "(*net/http.Client).Head", "(*net/http.Client).Post", "(*net/http.Client).PostForm",
			"(*net/http.Client).Do"),
		openers(closes, "net/http/httptest.NewServer", "net/http/httptest.NewTLSServer", "net/http/httptest.NewUnstartedServer",
			"(*net/http.Request).FormFile", "(*mime/multipart.FileHeader).Open"),

		one(Resource{Open: "database/sql.Open", Release: closes, Process: true}),
		one(Resource{Open: "database/sql.OpenDB", Release: closes, Process: true}),
		madeBy(endsTx, rows("(*database/sql.Tx).Query", "(*database/sql.Tx).QueryContext")),
		rows("(*database/sql.DB).Query", "(*database/sql.DB).QueryContext", "(*database/sql.Stmt).Query", "(*database/sql.Stmt).QueryContext",
			"(*database/sql.Conn).QueryContext"),
		openers(closes, "(*database/sql.DB).Prepare", "(*database/sql.DB).PrepareContext",
			"(*database/sql.Conn).PrepareContext", "(*database/sql.DB).Conn"),
		openers(endsTx, "(*database/sql.DB).Begin", "(*database/sql.DB).BeginTx", "(*database/sql.Conn).BeginTx"),

		second(called, "context.WithCancel", "context.WithTimeout", "context.WithDeadline", "context.WithCancelCause",
			"context.WithTimeoutCause", "context.WithDeadlineCause", "os/signal.NotifyContext"),
		one(Resource{Open: "iter.Pull", Results: []int{1}, Release: called, Drained: 1}),
		one(Resource{Open: "iter.Pull2", Results: []int{1}, Release: called, Drained: 1}),
		second(ends, "runtime/trace.NewTask"),
		openers(ends, "runtime/trace.StartRegion"),
		one(Resource{Open: "time.NewTicker", Release: stops, Until: "go1.23"}),
		one(Resource{Open: "time.NewTimer", Release: stops, EndedBy: "C", Until: "go1.23"}),

		openers(closes, "archive/zip.OpenReader", "(*archive/zip.File).Open", "(*archive/zip.Reader).Open",
			"debug/elf.Open", "debug/macho.Open", "debug/macho.OpenFat", "debug/pe.Open", "debug/plan9obj.Open"),
		buffers(closes, "compress/gzip.NewWriter", "compress/gzip.NewWriterLevel", "compress/zlib.NewWriter",
			"compress/zlib.NewWriterLevel", "compress/zlib.NewWriterLevelDict", "compress/flate.NewWriter",
			"compress/flate.NewWriterDict", "compress/lzw.NewWriter", "archive/zip.NewWriter", "archive/tar.NewWriter",
			"mime/multipart.NewWriter", "mime/quotedprintable.NewWriter", "encoding/base64.NewEncoder",
			"encoding/base32.NewEncoder", "encoding/ascii85.NewEncoder", "encoding/hex.Dumper",
			"(*net/smtp.Client).Data", "(*net/textproto.Writer).DotWriter"),
		buffers(flushes, "bufio.NewWriter", "bufio.NewWriterSize", "text/tabwriter.NewWriter"),
		buffers([]string{"Flush", "WriteAll"}, "encoding/csv.NewWriter"),
	)
}

func openers(release []string, names ...string) []Resource {
	var list []Resource
	for _, name := range names {
		list = append(list, Resource{Open: name, Release: release})
	}
	return list
}

func second(release []string, names ...string) []Resource {
	list := openers(release, names...)
	for i := range list {
		list[i].Results = []int{1}
	}
	return list
}

func bodies(names ...string) []Resource {
	list := openers(closes, names...)
	for i := range list {
		list[i].Field = "Body"
	}
	return list
}

func rows(names ...string) []Resource {
	list := openers(closes, names...)
	for i := range list {
		list[i].Ends = untilDone
	}
	return list
}

func madeBy(methods []string, list []Resource) []Resource {
	for i := range list {
		list[i].Maker = methods
	}
	return list
}

func buffers(release []string, names ...string) []Resource {
	list := openers(release, names...)
	for i := range list {
		list[i].Flush = true
	}
	return list
}

func one(r Resource) []Resource { return []Resource{r} }

func both(r Resource) []Resource {
	r.Results = []int{0, 1}
	return []Resource{r}
}

func group(lists ...[]Resource) []Resource {
	var all []Resource
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var byOpener = sync.OnceValue(func() map[string]*Resource {
	list := stdResources()
	table := make(map[string]*Resource, len(list))
	for i := range list {
		table[list[i].Open] = &list[i]
	}
	return table
})

// Response is what a call acquires that yields an *http.Response as RoundTrip
// does, by whatever name.
var Response = Resource{Field: "Body", Release: closes}
