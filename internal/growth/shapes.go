// Package growth holds programs that grow: shapes of code of which there can be any
// number of pieces in one function, file or package. What the analysis costs is to
// grow with them in proportion, or nearly so. The test finds what grows so fast that
// it does not end; the benchmark shows the rest:
//
//	go test ./internal/growth -run '^$' -bench . -benchtime 1x
package growth

import (
	"strconv"
	"strings"
)

// A Shape is a program of n pieces. In its parts N stands for the number of the
// piece, and NEXT for the number after that.
type Shape struct {
	Name     string
	Awaited  bool // all that it launches is waited for
	Unwaited bool // the last of its launches is not
	Kept     bool // all that it opens is deferred in a loop
	Square   bool // what is known of a piece goes through all others: cost grows with the square, until a budget of steps is used up
	start    string
	piece    string
	mid      string
	back     string // comes for each piece again, the last first
	end      string
}

const head = `package p

import (
	"context"
	"os"
	"sync"
)

var (
	_ context.Context
	_ *os.File
	_ sync.WaitGroup
)

func work(int) {}

`

// Source returns the program of n pieces.
func (s Shape) Source(n int) string {
	var b strings.Builder
	write := func(part string, i int) {
		part = strings.ReplaceAll(part, "NEXT", strconv.Itoa(i+1))
		b.WriteString(strings.ReplaceAll(part, "N", strconv.Itoa(i)))
	}
	b.WriteString(head + s.start)
	for i := range n {
		write(s.piece, i)
	}
	b.WriteString(s.mid)
	for i := range n {
		write(s.back, n-1-i)
	}
	write(s.end, n)
	return b.String()
}

const checked = "\tif errN != nil {\n\t\treturn errN\n\t}\n"

// Shapes are those that once took too long, and their like.
var Shapes = []Shape{
	{
		Name: "opens, deferred", start: "func f() error {\n",
		piece: "\tfN, errN := os.Open(\"x\")\n" + checked + "\tdefer fN.Close()\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "opens, not deferred", start: "func f() error {\n",
		piece: "\tfN, errN := os.Open(\"x\")\n" + checked + "\twork(N)\n\tfN.Close()\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "opens, dropped", start: "func f() error {\n",
		piece: "\t_, errN := os.Open(\"x\")\n" + checked, end: "\treturn nil\n}\n",
	},
	{
		Name: "defers before the check", start: "func f() error {\n",
		piece: "\tfN, errN := os.Open(\"x\")\n\tdefer fN.Close()\n" + checked, end: "\treturn nil\n}\n",
	},
	{
		Name: "opens in functions of their own", start: "func f() {\n",
		piece: "\topenN := func() (*os.File, error) { return os.Open(\"x\") }\n\tfN, errN := openN()\n\tif errN != nil {\n\t\treturn\n\t}\n\tfN.Close()\n",
		end:   "}\n",
	},
	{
		Name: "launches into one group", Awaited: true, start: "func f() {\n\tvar wg sync.WaitGroup\n",
		piece: "\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t\twork(N)\n\t}()\n", end: "\twg.Wait()\n}\n",
	},
	{
		Name: "launches in closures", Awaited: true, start: "func f() {\n\tvar wg sync.WaitGroup\n",
		piece: "\tfunc() {\n\t\twg.Add(1)\n\t\tgo func() { defer wg.Done() }()\n\t}()\n", end: "\twg.Wait()\n}\n",
	},
	{
		Name: "groups", start: "func f() {\n",
		piece: "\tvar wgN sync.WaitGroup\n\twgN.Go(func() { work(N) })\n\twgN.Wait()\n", end: "}\n",
	},
	{
		Name: "channels", Awaited: true, start: "func f() {\n",
		piece: "\tcN := make(chan int)\n\tgo func() { cN <- 1 }()\n\t<-cN\n", end: "}\n",
	},
	{
		Name: "raw launches", start: "func f(ctx context.Context) {\n\tx := 0\n",
		piece: "\tx++\n\tgo work(x)\n", end: "}\n",
	},
	{
		Name: "literals in a literal", start: "var fs = []func(){\n",
		piece: "\tfunc() { go work(N) },\n", end: "}\n",
	},
	{
		Name: "cases", start: "func f(x int) error {\n\tswitch x {\n",
		piece: "\tcase N:\n\t\tf, err := os.Open(\"x\")\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tdefer f.Close()\n",
		end:   "\t}\n\treturn nil\n}\n",
	},
	{
		Name: "arms of a select", start: "func f(c chan int) {\n\tgo func() {\n\t\tfor {\n\t\t\tselect {\n",
		piece: "\t\t\tcase <-c:\n\t\t\t\twork(N)\n", end: "\t\t\t}\n\t\t}\n\t}()\n}\n",
	},
	{
		Name: "branches", start: "func f(r int) error {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n",
		piece: "\txN := r + N\n\tif xN > 3 {\n\t\twork(xN)\n\t}\n", end: "\treturn f.Close()\n}\n",
	},
	{
		Name: "nested ifs", start: "func f(a int) {\n", piece: "if a > N {\n", back: "}\n", end: "}\n",
		mid: "f, err := os.Open(\"x\")\nif err != nil {\n\treturn\n}\ndefer f.Close()\ngo work(a)\n",
	},
	{
		Name: "nested closures", start: "func f(a int) {\n", piece: "func() {\n", back: "}()\n", end: "}\n",
		mid: "f, err := os.Open(\"x\")\nif err != nil {\n\treturn\n}\ndefer f.Close()\ngo work(a)\n",
	},
	{
		Name:  "a chain of calls",
		start: "func g(ctx context.Context) {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn\n\t}\n\tgo f0(ctx, f)\n}\n\n",
		piece: "func fN(ctx context.Context, f *os.File) { fNEXT(ctx, f) }\n\n",
		end:   "func fN(ctx context.Context, f *os.File) { f.Close() }\n",
	},
	{
		Name:  "functions",
		piece: "func fN() error {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\twork(N)\n\treturn f.Close()\n}\n\n",
	},
	{
		Name: "files closed in reverse", start: "func f() error {\n",
		piece: "\tfN, errN := os.Open(\"x\")\n" + checked, mid: "\twork(0)\n",
		back: "\tfN.Close()\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "cases that close, launch and return", Unwaited: true, start: "func f(x int) error {\n\tvar wg sync.WaitGroup\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tswitch x {\n",
		piece: "\tcase N:\n\t\twg.Go(func() { work(N) })\n\t\tf.Close()\n\t\twg.Wait()\n\t\treturn nil\n",
		end:   "\tdefault:\n\t\twg.Go(func() { work(N) })\n\t\tf.Close()\n\t}\n\treturn nil\n}\n",
	},
	{
		Name: "cases that launch and receive", Awaited: true, start: "func f(x int) error {\n\tc := make(chan int)\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tswitch x {\n",
		piece: "\tcase N:\n\t\tf.Close()\n\t\tgo func() { c <- N }()\n\t\t<-c\n\t\treturn nil\n",
		end:   "\t}\n\treturn f.Close()\n}\n",
	},
	{
		Name: "nested loops", Kept: true, start: "func f() error {\n",
		piece: "for iN := range 3 {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\twork(iN)\n",
		back:  "}\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "nested loops over what there is", Kept: true, Square: true, start: "func f(xs []int) error {\n",
		piece: "for _, xN := range xs {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\twork(xN)\n",
		back:  "}\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "parts of a kept condition", start: "func f(x, y int) error {\n\tok := true",
		piece: " &&\n\t\t(x == N || y > N)",
		end:   "\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tif ok {\n\t\tf.Close()\n\t\treturn nil\n\t}\n\treturn f.Close()\n}\n",
	},
	{
		Name:  "exchanges that may be left early",
		piece: "func fN(early bool) int {\n\tc := make(chan int)\n\tgo func() { c <- N }()\n\tif early {\n\t\treturn 0\n\t}\n\treturn <-c\n}\n\n",
	},
	{
		Name: "senders of one channel", Square: true, start: "func f(early bool) {\n\tc := make(chan int)\n",
		piece: "\tgo func() { c <- N }()\n", mid: "\tif early {\n\t\treturn\n\t}\n", back: "\t<-c\n", end: "}\n",
	},
	{
		Name: "stages of a pipeline", Square: true, start: "func f(early bool) {\n\tc0 := make(chan int)\n\tgo func() { c0 <- 1 }()\n",
		piece: "\tcNEXT := make(chan int)\n\tgo func() { cNEXT <- <-cN }()\n", end: "\tif early {\n\t\treturn\n\t}\n\t<-cN\n}\n",
	},
	{
		Name: "locals worked out from each other", start: "func open(p string) (*os.File, error) {\n\tif p == \"-\" {\n\t\treturn os.Stdin, nil\n\t}\n\treturn os.Open(p)\n}\n\nfunc f(p string, x0 int) error {\n",
		piece: "\txNEXT := xN + x0\n\t_ = xNEXT\n", mid: "\tr, err := open(p)\n\tif err != nil {\n\t\treturn err\n\t}\n", back: "\tif xN > N {\n\t\twork(xN)\n\t}\n", end: "\treturn r.Close()\n}\n",
	},
	{
		Name: "lengths that are kept", start: "func f(p string, xs []int) error {\n\tr, err := os.Open(p)\n\tif err != nil {\n\t\treturn err\n\t}\n",
		piece: "\tysN := xs\n\tnN := len(ysN)\n\tmN := len(xs)\n\tif nN > N && mN < 3 {\n\t\twork(nN)\n\t}\n", end: "\treturn r.Close()\n}\n",
	},
	{
		Name: "loops that count down", start: "func f(p string, total int) error {\n\tr, err := os.Open(p)\n\tif err != nil {\n\t\treturn err\n\t}\n",
		piece: "\tfor left := total; left > N; left-- {\n\t\tif left == 1 {\n\t\t\twork(left)\n\t\t}\n\t}\n\tfor iN := 0; iN < total; iN++ {\n\t\tif iN > 1 {\n\t\t\twork(iN)\n\t\t}\n\t}\n", end: "\treturn r.Close()\n}\n",
	},
	{
		Name: "loops in each other that count down", Square: true, start: "func f(p string, total int) error {\n",
		piece: "\tfor leftN := total; leftN > 0; leftN-- {\n", mid: "\tr, err := os.Open(p)\n\tif err != nil {\n\t\treturn err\n\t}\n\tr.Close()\n", back: "\t}\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "out-parameters that are filled", start: "func open(p string, out **os.File) (err error) {\n",
		piece: "\tif p == \"N\" {\n\t\t*out, err = os.Open(p)\n\t\treturn err\n\t}\n", mid: "\t*out, err = os.Open(p)\n\treturn err\n}\n\nfunc f() error {\n",
		back: "\tvar fN *os.File\n\tif err := open(\"x\", &fN); err != nil {\n\t\treturn err\n\t}\n\tdefer fN.Close()\n", end: "\treturn nil\n}\n",
	},
	{
		Name: "functions that return each other's results", start: "func open() error {\n\tf, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}\n\n",
		piece: "func fN(n int) (func(), error) {\n\tswitch n {\n\tcase 0:\n\t\treturn fNEXT(n)\n\tcase 1:\n\t\treturn f0(n)\n\t}\n\treturn fNEXT(n + 1)\n}\n\n",
		end:   "func fN(int) (func(), error) { return nil, os.ErrClosed }\n",
	},
	{
		Name: "arms that send or give up", start: "func f(quit chan bool) {\n\tc := make(chan int)\n\tgo func() {\n",
		piece: "\t\tselect {\n\t\tcase c <- N:\n\t\tcase <-quit:\n\t\t\treturn\n\t\t}\n", end: "\t}()\n\t<-c\n}\n",
	},
	{
		Name: "clauses on one variable", start: "func g(c *os.File, p *Q) error {\n\tdata := map[int]int{}\n",
		piece: "\tif p != nil && p.aN != nil {\n\t\tdata[N] = *p.aN\n\t}\n", mid: "\treturn c.Close()\n}\n\ntype Q struct {\n",
		back: "\taN *int\n", end: "}\n\nfunc f(p *Q) error {\n\tc, err := os.Open(\"x\")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn g(c, p)\n}\n",
	},
}
