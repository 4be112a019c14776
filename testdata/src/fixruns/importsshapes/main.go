/*
Command importsshapes: imports of every shape.
*/
package main // the main package

var results = make(chan string)

func say(s string) { results <- s }

func main() {
	go say("no imports") // fix: yes
	println0(<-results)
	for _, f := range []func(){block, comments, single, groups, several, bottom, parens, oneLine, third, tagged, apart} {
		f()
	}
}
