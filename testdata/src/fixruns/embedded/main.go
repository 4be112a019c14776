// Command embedded: a method by an embedded pointer is called in the goroutine as it is where nothing
// sets that pointer.
package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"example.com/fixruns/embedded/lib"
)

var out = make(chan string)

func gate(name string) { fmt.Println(name, <-out) }

type base struct{ name string }

func (b *base) tell() { out <- b.name }

func (b base) copied() { out <- b.name }

// Each kind has its own struct.
type kept struct{ *base }

// want: kept.tell()
func (kept *kept) start() {
	go kept.tell() // fix: yes
	gate("kept")
}

type assigned struct{ *base }

// want: tell := assigned.tell
func (assigned *assigned) start() {
	go assigned.tell() // fix: yes
	assigned.base = &base{"wrong"}
	gate("assigned")
}

type through struct{ *base }

type outer struct{ through }

// want: tell := through.tell
func (through *through) start(o *outer) {
	go through.tell()       // fix: yes
	o.base = &base{"wrong"} // the same field by another struct
	gate("through")
}

type whole struct{ *base }

// want: tell := whole.tell
func (whole *whole) start() {
	go whole.tell() // fix: yes
	*whole = struct{ *base }{&base{"wrong"}}
	gate("whole")
}

type addressed struct{ *base }

// want: tell := addressed.tell
func (addressed *addressed) start() {
	p := &addressed.base
	go addressed.tell() // fix: yes
	*p = &base{"wrong"}
	gate("addressed")
}

type valued struct{ *base }

// want: copied := valued.copied
func (valued *valued) start() {
	go valued.copied() // fix: yes
	valued.name = "wrong"
	gate("valued")
}

type deep struct{ *middle }

type middle struct{ *base }

// want: tell := deep.tell
func (deep *deep) start() {
	defer func() { fmt.Println("deep", recover() != nil) }()
	go deep.tell() // fix: yes
}

type none struct{ *base }

// want: tell := absent.tell
func run(absent *none) {
	defer func() { fmt.Println("run", recover() != nil) }()
	go absent.tell() // fix: yes
}

type some struct{ *base }

// want: present.tell()
func runSome(present *some) {
	go present.tell() // fix: yes
	gate("runSome")
}

type later struct{ *base }

func newLater(n int) *later {
	if n == 0 {
		return nil
	}
	return &later{&base{"later"}}
}

// want: followed.tell()
func runLater() {
	var followed *later
	followed = newLater(1)
	fmt.Println(followed.name)
	go followed.tell() // fix: yes
	gate("runLater")
}

// want: tell := unfollowed.tell
func runNone() {
	defer func() { fmt.Println("runNone", recover() != nil) }()
	unfollowed := newLater(0)
	go unfollowed.tell() // fix: yes
}

type sized struct {
	*base
	list [2]int
}

// want: tell := unread.tell
func runSized(unread *sized) {
	defer func() { fmt.Println("runSized", recover() != nil, len(unread.list)) }()
	for range unread.list {
		_ = len(unread.list) // known without it
	}
	go unread.tell() // fix: yes
}

type local struct{ *base }

// want: value.tell()
// want: tell := changed.tell
func values() {
	value := local{&base{"value"}}
	go value.tell() // fix: yes
	gate("value")
	changed := local{&base{"changed"}}
	go changed.tell() // fix: yes
	changed.base = &base{"wrong"}
	gate("changed")
}

// Named is embedded by its exported name.
type Named struct{ Name string }

func (n *Named) say() { out <- n.Name }

type decoded struct{ *Named }

// want: say := decoded.say
func (decoded *decoded) start() {
	go decoded.say() // fix: yes
	_ = json.Unmarshal([]byte(`{"Named": null}`), decoded)
	gate("decoded")
}

type plain struct{ *Named }

// want: plain.say()
func (plain *plain) start() {
	go plain.say() // fix: yes
	gate("plain")
}

type boxed struct{ *Named }

// want: say := boxed.say
func (boxed *boxed) start() {
	go boxed.say() // fix: yes
	var v any = boxed
	reflect.ValueOf(v).Elem().Field(0).Set(reflect.ValueOf(&Named{"wrong"}))
	gate("boxed")
}

type returned struct{ *Named }

func (returned *returned) any() any { return returned }

// want: say := returned.say
func (returned *returned) start() {
	go returned.say() // fix: yes
	reflect.ValueOf(returned.any()).Elem().Field(0).Set(reflect.ValueOf(&Named{"wrong"}))
	gate("returned")
}

type faced struct{ *Named }

type marker interface{ mark() }

func (faced *faced) mark() {}

// want: say := faced.say
func (faced *faced) start() {
	go faced.say() // fix: yes
	var m marker = faced
	reflect.ValueOf(m).Elem().Field(0).Set(reflect.ValueOf(&Named{"wrong"}))
	gate("faced")
}

type face struct{ teller }

type teller interface{ tell() }

// want: tell := face.tell
func (face *face) start() {
	defer func() { fmt.Println("face", recover() != nil) }()
	go face.tell() // fix: yes
}

func main() {
	(&kept{&base{"kept"}}).start()
	(&assigned{&base{"assigned"}}).start()
	o := &outer{through{&base{"through"}}}
	o.through.start(o)
	(&whole{&base{"whole"}}).start()
	(&addressed{&base{"addressed"}}).start()
	(&valued{&base{"valued"}}).start()
	(&deep{}).start()
	run(nil)
	runSome(&some{&base{"some"}})
	runLater()
	runNone()
	runSized(nil)
	values()
	(&decoded{&Named{"decoded"}}).start()
	(&plain{&Named{"plain"}}).start()
	(&boxed{&Named{"boxed"}}).start()
	(&returned{&Named{"returned"}}).start()
	(&faced{&Named{"faced"}}).start()
	(&face{}).start()
	shown := lib.NewShown()
	shown.Start(out)
	shown.Base = &lib.Base{Name: "wrong"}
	gate("shown")
	given := lib.NewGiven()
	given.Start(out)
	given.Base = &lib.Base{Name: "wrong"}
	gate("given")
	lib.NewConcealed().Start(out)
	gate("concealed")
	lib.NewOwn().Start(out)
	gate("own")
}
