package out

// want: tracked.Go(context.Background(), "Say.func1", func(context.Context) error {

// Say says.
func Say(ch chan string) {
	go func() { // fix: yes
		ch <- "out"
	}()
}
