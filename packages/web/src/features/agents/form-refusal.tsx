import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Why a form was not taken, above its buttons, when it is about no single field. */
export function FormRefusal({ children }: { readonly children: ReactNode }) {
  return (
    <Alert color="red" p="xs" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {children}
    </Alert>
  );
}
