;;; emacs.el --- tether lsp in Emacs, by eglot  -*- lexical-binding: t; -*-

;; Opens, sees, hovers, fixes one, fixes all, allows with a reason, edits .tether.yml,
;; and closes, by the commands that a user calls.

(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'json)
(require 'cl-lib)

(define-derived-mode go-mode prog-mode "Go" (setq indent-tabs-mode t))
(setq eglot-autoshutdown nil eglot-confirm-server-initiated-edits nil eglot-sync-connect 30
      make-backup-files nil create-lockfiles nil)

(defvar steps nil)
(defun step (name value) (push (cons name value) steps))

(defun wait (what done)
  (let ((deadline (+ (float-time) 60)))
    (while (not (funcall done))
      (when (> (float-time) deadline)
        (error "Waited in vain for %s; there is: %S" what (found)))
      (accept-process-output nil 0.02))))

(defun found ()
  "Each diagnostic as \"rule line:column\"."
  (sort (mapcar (lambda (d)
                  (save-excursion
                    (goto-char (flymake-diagnostic-beg d))
                    (let ((text (flymake-diagnostic-text d)))
                      (string-match "(\\([a-z]+/[a-z-]+\\))" text)
                      (format "%s %d:%d" (match-string 1 text) (line-number-at-pos) (1+ (current-column))))))
                (flymake-diagnostics))
        #'string<))

(defun wait-count (n)
  (wait (format "%d findings" n)
        (lambda ()
          (eglot--signal-textDocument/didChange) ; what the idle timer does, which batch mode has not
          (= n (length (flymake-diagnostics))))))

(defun choose (words)
  "Choose the first action whose title has WORDS."
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt collection &rest _)
               (let ((titles (mapcar (lambda (c) (if (consp c) (car c) c)) collection)))
                 (or (cl-find-if (lambda (title) (string-match-p (regexp-quote words) title)) titles)
                     (error "No action %S among %S" words titles))))))
    (let ((last-nonmenu-event ?a))
      (eglot-code-actions (line-beginning-position) (line-end-position) nil t))))

(defun scenario ()
  (find-file "app.go")
  (go-mode)
  (call-interactively #'eglot)
  (wait "the server" (lambda () (eglot-current-server)))
  (wait-count 3)
  (step 'open (vconcat (found)))

  (goto-char (point-min))
  (search-forward "os.Ope")
  (search-forward "os.Ope")
  (let ((answer (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (step 'hover (plist-get (plist-get answer :contents) :value)))

  (choose "Defer f.Close()")
  (wait-count 2)
  (step 'fixOne (buffer-string))

  (goto-char (point-min))
  (choose "Fix all that tether can fix in this file")
  (wait-count 1)
  (step 'fixAll (vconcat (found)))

  (goto-char (point-min))
  (search-forward "go func")
  (choose "Allow it here")
  (goto-char (point-min))
  (search-forward "//tether:allow")
  (end-of-line)
  (insert "it prints for as long as the program runs")
  (wait-count 0)
  (step 'allow (buffer-substring (line-beginning-position) (line-end-position)))
  (save-buffer)

  (delete-region (line-beginning-position) (1+ (line-end-position)))
  (wait-count 1)
  (save-buffer)
  (write-region "version: 1\nrules:\n  untracked/raw-go: off\n" nil ".tether.yml" nil 'quiet)
  (wait-count 0)
  (write-region "version: 1\n" nil ".tether.yml" nil 'quiet)
  (wait-count 1)
  (step 'config (vconcat (found)))

  (let ((process (jsonrpc--process (eglot-current-server))))
    (eglot-shutdown (eglot-current-server))
    (wait "the end" (lambda () (not (process-live-p process)))))
  (step 'closed t))

(let ((failure (condition-case err (progn (scenario) nil) (error (error-message-string err)))))
  (write-region (json-encode (append (and failure (list (cons 'error failure))) (list (cons 'steps (or steps (list (cons 'none t)))))))
                nil (getenv "RESULT") nil 'quiet)
  (kill-emacs 0))
;;; emacs.el ends here
