import { Button, Code, PasswordInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState } from 'react';
import { Logo } from './logo.tsx';
import classes from './signed-out-page.module.css';

/** Read when the console loads: what it shows at first leads to another address. */
const wasRefused = new URLSearchParams(location.search).get('signin') === 'refused';

/** How to get in, for who is not. */
export function SignedOutPage() {
  const [token, setToken] = useState('');
  useDocumentTitle('Sign in · Muster');
  return (
    <main className={classes['page']}>
      <form
        className={classes['card']}
        onSubmit={(event) => {
          event.preventDefault();
          // The server takes the token out of the address and answers with a cookie.
          if (token.trim() !== '') location.assign(`/?token=${encodeURIComponent(token.trim())}`);
        }}
      >
        <Logo size={32} />
        <h1 className={classes['title']}>Sign in to Muster</h1>
        <p className={classes['text']}>
          Open the address that <Code>npm start</Code> printed: it carries a token and signs this
          browser in. Or paste the token here. It is the value of <Code>MUSTER_TOKEN</Code> when
          that is set.
        </p>
        <PasswordInput
          label="Token"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={
            wasRefused && token === '' && 'This Muster has another token. Look at what it printed.'
          }
          autoComplete="off"
          data-autofocus
          autoFocus
        />
        <Button type="submit" size="sm">
          Sign in
        </Button>
      </form>
    </main>
  );
}
