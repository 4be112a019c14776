package in

// reject: tracked

// Say says.
func Say(ch chan string) {
	go func() { // fix: yes
		ch <- "in"
	}()
}
